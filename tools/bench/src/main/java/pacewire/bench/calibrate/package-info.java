/** Measures the computer it runs on, as far as Java can, for a machine profile of one's own. */
@org.jspecify.annotations.NullMarked
package pacewire.bench.calibrate;
