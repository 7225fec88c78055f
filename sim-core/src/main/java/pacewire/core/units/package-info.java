/** Quantities as longs with units: time in picoseconds, sizes in bytes, rates in bits per second; parsed and printed exactly. */
@org.jspecify.annotations.NullMarked
package pacewire.core.units;
