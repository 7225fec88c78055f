package pacewire.cli.check;

import java.util.List;
import java.util.Map;

/**
 * Something that is not as it was.
 *
 * @param layer what it is about
 * @param isTolerated whether the golden allows it
 * @param headline in a few words, such as "order across flows"
 * @param lines in full; never empty
 * @param facts the same for programs
 */
record Finding(Layer layer, boolean isTolerated, String headline, List<String> lines, Map<String, Object> facts) {}
