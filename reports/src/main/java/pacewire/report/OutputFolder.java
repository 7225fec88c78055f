package pacewire.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A folder in which files appear whole or not at all. Each file is written beside its place under a hidden temporary
 * name; {@link #commit} moves all of them in place at once. Closing without a commit, an error, or Ctrl-C in between
 * takes the temporary files away and leaves what stood there before.
 */
public final class OutputFolder implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final String FILE_IN_THE_WAY = "a file stands where a folder is needed";

    private final Path folder;

    /** Folders that exist: to make one again throws and catches an exception inside. */
    private final Set<Path> made = new HashSet<>();

    /** Temporary file by the place it is meant for, in the order of writing. */
    private final Map<Path, Path> staged = new LinkedHashMap<>();

    /** Files of an earlier run that would contradict this one. */
    private final List<Path> outdated = new ArrayList<>();

    private final Thread cleanUpOnExit;
    private boolean closed;

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    private OutputFolder(Path folder) {
        this.folder = folder;
        this.cleanUpOnExit = new Thread(this::discard, "remove half-written results");
    }

    /**
     * Opens a folder, which is made when it is missing.
     *
     * @throws OutputException when it cannot be made or written to
     */
    public static OutputFolder open(Path folder) {
        createFolder(folder);
        OutputFolder opened = new OutputFolder(folder);
        opened.made.add(folder);
        Runtime.getRuntime().addShutdownHook(opened.cleanUpOnExit);
        return opened;
    }

    /**
     * Makes a folder and tries to write to it, so that a long run need not be lost at its end.
     *
     * @throws OutputException when it cannot be made or written to
     */
    static void check(Path folder) {
        createFolder(folder);
        Path probe = temporaryFor(folder.resolve("probe"));
        try {
            Files.write(probe, new byte[] {0});
            Files.delete(probe);
        } catch (IOException e) {
            throw new OutputException(folder, reason(e), e);
        }
    }

    /**
     * Writes a file under its temporary name.
     *
     * @param name relative to the folder; folders in between are made
     * @throws OutputException when it cannot be written
     */
    public synchronized void stage(String name, Content content) {
        if (closed) {
            throw new IllegalStateException("the folder is closed");
        }
        Path target = folder.resolve(name);
        Path temporary = temporaryFor(target);
        Path parent = parentOf(target);
        if (made.add(parent)) {
            createFolder(parent);
        }
        staged.put(target, temporary);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), BUFFER_BYTES)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new OutputException(target, reason(e), e);
        }
    }

    /** Lets the commit take away a file that an earlier run may have left. */
    void remove(String name) {
        outdated.add(folder.resolve(name));
    }

    /**
     * Moves every staged file in place.
     *
     * @return the files, in the order of staging
     * @throws OutputException when one cannot be moved; those not moved yet stay staged
     */
    public synchronized List<Path> commit() {
        List<Path> files = new ArrayList<>(staged.keySet());
        for (Path target : files) {
            refuseFolderAt(target);
        }
        for (Path target : files) {
            move(target);
        }
        outdated.forEach(OutputFolder::delete);
        return files;
    }

    @Override
    public void close() {
        discard();
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUpOnExit);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook itself runs, or will: it finds nothing left to take away.
            return;
        }
    }

    private synchronized void discard() {
        closed = true;
        staged.values().forEach(OutputFolder::deleteQuietly);
        staged.clear();
    }

    private void move(Path target) {
        Path temporary = staged.get(target);
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OutputException(target, reason(e), e);
        }
        staged.remove(target);
    }

    /** An atomic move replaces an empty folder on some systems, and fails obscurely on a full one. */
    private static void refuseFolderAt(Path target) {
        if (Files.isDirectory(target)) {
            throw new OutputException(target, "a folder of that name is in the way", new IOException("is a folder"));
        }
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new OutputException(folder, reason(e), e);
        }
    }

    /** The process's id keeps two runs into one folder from writing into each other's temporary files. */
    private static Path temporaryFor(Path target) {
        String name = "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part";
        return target.resolveSibling(name);
    }

    private static Path parentOf(Path target) {
        Path parent = target.getParent();
        return parent == null ? Path.of("") : parent;
    }

    /** In words: the message of a file system's exception is often nothing but the path. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return FILE_IN_THE_WAY;
        }
        if (e instanceof NoSuchFileException) {
            return "its folder does not exist";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "a folder of that name is in the way";
        }
        if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason().equals("Not a directory") ? FILE_IN_THE_WAY : failure.getReason();
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new OutputException(file, reason(e), e);
        }
    }

    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException alreadyFailing) {
            // Nothing more can be done on a disk that does not even delete; the error that led here is reported.
            return;
        }
    }
}
