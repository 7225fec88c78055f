/** The page of a run: what {@code report.jte} shows, put together. */
@org.jspecify.annotations.NullMarked
package pacewire.report.page;
