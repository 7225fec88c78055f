/** The bill of a late packet: which part of the machine its departure error was spent in. */
@org.jspecify.annotations.NullMarked
package pacewire.scenario.bill;
