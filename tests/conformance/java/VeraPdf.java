import java.io.FileInputStream;
import java.util.SortedSet;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Says of each file and each profile whether veraPDF finds it compliant, and which rules it breaks. */
public class VeraPdf {
    private static final String[] PROFILES = {"3b", "3a", "ua1"};

    public static void main(String[] paths) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String path : paths) {
            for (String profile : PROFILES) {
                System.out.println(String.join("\t", path, profile, verdict(path, PDFAFlavour.fromString(profile))));
            }
        }
    }

    private static String verdict(String path, PDFAFlavour flavour) throws Exception {
        try (FileInputStream file = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            SortedSet<String> broken = new TreeSet<>();
            for (TestAssertion found : result.getTestAssertions()) {
                broken.add(found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber());
            }
            return (result.isCompliant() ? "PASS" : "FAIL") + "\t" + String.join(" ", broken);
        }
    }
}
