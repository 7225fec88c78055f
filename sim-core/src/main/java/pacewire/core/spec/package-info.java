/** Parameters of pluggable parts (packet schedulers, applications), declared once: name, kind, default, range, help. */
@org.jspecify.annotations.NullMarked
package pacewire.core.spec;
