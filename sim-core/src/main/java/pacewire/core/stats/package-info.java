/** Counters and histograms of what a run measures, in exact integers. */
@org.jspecify.annotations.NullMarked
package pacewire.core.stats;
