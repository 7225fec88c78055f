package pacewire.report.chart;

/** This computer has no fonts to write a chart's labels with. */
public final class MissingFontException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingFontException(Throwable cause) {
        super(
                "no fonts are installed, and charts need some: install the packages fontconfig and fonts-dejavu-core,"
                        + " or your system's like (" + cause.getMessage() + ")",
                cause);
    }
}
