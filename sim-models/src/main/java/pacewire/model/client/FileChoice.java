package pacewire.model.client;

import java.util.ArrayList;
import java.util.List;

import pacewire.core.random.RandomStream;
import pacewire.model.transport.TransferRequest.FilePart;

/** Chooses different files among those that a group may ask for, each choice as likely as any other. */
public final class FileChoice {
    private final int[] candidates;
    private final int[] swappedWith;
    private final long bytesPerFile;

    /**
     * A choice of some of the candidates.
     *
     * @param candidates numbers of the files at the server
     * @param perRequest how many different ones at a time, 1 to the number of candidates
     * @param bytesPerFile the first so many bytes of each, or {@link FilePart#WHOLE_FILE}
     */
    public FileChoice(List<Integer> candidates, int perRequest, long bytesPerFile) {
        if (perRequest < 1 || perRequest > candidates.size()) {
            throw new IllegalArgumentException(perRequest + " different files of " + candidates.size());
        }
        this.candidates = candidates.stream().mapToInt(Integer::intValue).toArray();
        this.swappedWith = new int[perRequest];
        this.bytesPerFile = bytesPerFile;
    }

    /**
     * Draws the files of one request: the first steps of a Fisher-Yates shuffle (Knuth, TAOCP volume 2, algorithm 3.4.2P),
     * undone afterwards, so that a draw depends on its stream alone and not on the draws before.
     */
    public List<FilePart> draw(RandomStream random) {
        List<FilePart> files = new ArrayList<>(swappedWith.length);
        for (int i = 0; i < swappedWith.length; i++) {
            swappedWith[i] = i + random.nextInt(candidates.length - i);
            swap(i, swappedWith[i]);
            files.add(new FilePart(candidates[i], bytesPerFile));
        }
        for (int i = swappedWith.length - 1; i >= 0; i--) {
            swap(i, swappedWith[i]);
        }
        return files;
    }

    private void swap(int i, int j) {
        int held = candidates[i];
        candidates[i] = candidates[j];
        candidates[j] = held;
    }
}
