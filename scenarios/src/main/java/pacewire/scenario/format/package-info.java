/**
 * The machinery behind scenario files, which knows nothing of scenarios: a YAML tree with the place of every key and value,
 * shapes that say once what may stand at a place, and the problems found. Reading, the JSON Schema and the canonical
 * form all come from the shapes.
 */
@org.jspecify.annotations.NullMarked
package pacewire.scenario.format;
