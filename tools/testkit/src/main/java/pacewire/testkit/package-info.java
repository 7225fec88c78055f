/** What users test their own packet schedulers with: replays of arrivals, properties, and the search for what breaks them. */
@org.jspecify.annotations.NullMarked
package pacewire.testkit;
