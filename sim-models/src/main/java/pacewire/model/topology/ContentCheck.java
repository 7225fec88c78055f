package pacewire.model.topology;

import pacewire.model.client.Client;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.packet.FileContent;
import pacewire.model.transport.TransferRequest.FilePart;

/**
 * Compares what a client has of the files that it asked for with what these files were. A file is right when the client has,
 * byte for byte, what the file was at one instant of the run.
 */
final class ContentCheck {
    private ContentCheck() {}

    static TransferRecord.Content of(Client client, FileSystem files) {
        TransferRecord.Content worst = TransferRecord.Content.RIGHT;
        for (FilePart part : client.request().files()) {
            TransferRecord.Content ofPart = ofPart(client, part, files);
            worst = ofPart.compareTo(worst) > 0 ? ofPart : worst;
        }
        return worst;
    }

    private static TransferRecord.Content ofPart(Client client, FilePart part, FileSystem files) {
        long bytes = client.contentBytesOf(part.file());
        long digest = client.contentDigestOf(part.file());
        boolean isWhole = false;
        for (FileSystem.FileState state : files.statesOf(part.file())) {
            long asked = Math.min(part.bytes(), state.bytes());
            if (bytes == asked) {
                isWhole = true;
                if (digest == FileContent.digest(part.file(), state.version(), 0, asked)) {
                    return TransferRecord.Content.RIGHT;
                }
            }
        }
        return isWhole ? TransferRecord.Content.WRONG : TransferRecord.Content.INCOMPLETE;
    }
}
