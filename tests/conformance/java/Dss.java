import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.jaxb.XmlObjectModification;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.simplereport.jaxb.XmlTimestamp;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.StringJoiner;

/**
 * Says of each signature and each timestamp of each file what EU DSS holds of it.
 *
 * <p>Arguments: a folder with trust anchors (*.crt) and revocation lists (*.crl), the moment of the validation, files.
 * Nothing is fetched. The policy is the one that the library brings, but most of what it only warns of in a PDF that was
 * changed behind a signature is a failure here. It stays a warning where the library cannot tell: a later signature is an
 * undefined change to it when it comes upon the field through the structure tree, which PDF/UA demands. The last column
 * holds every other change that no signature makes.
 */
public class Dss {
    private static final String POLICY = "/policy/constraint.xml";
    private static final String THROUGH_STRUCTURE = "/Catalog /StructTreeRoot .* /Obj \\d+ \\d+ R /V \\d+ \\d+ R";
    private static final String STRICTER = "(ByteRangeCollision|PdfAnnotationOverlap|PdfVisualDifference|FieldMDP|SigFieldLock)"
            + " Level=\"WARN\"";

    public static void main(String[] arguments) throws Exception {
        File[] known = Path.of(arguments[0]).toFile().listFiles();
        Arrays.sort(known);
        Date moment = Date.from(Instant.parse(arguments[1]));
        for (String path : Arrays.copyOfRange(arguments, 2, arguments.length)) {
            try {
                tell(path, reports(path, known, moment));
            } catch (RuntimeException unreadable) {
                System.out.println(String.join("\t", path, "file", "", "UNREADABLE", "", unreadable.toString().split("\n")[0], ""));
            }
        }
    }

    private static Reports reports(String path, File[] known, Date moment) throws IOException {
        CommonTrustedCertificateSource anchors = new CommonTrustedCertificateSource();
        List<InputStream> lists = new ArrayList<>();
        for (File file : known) {
            if (file.getName().endsWith(".crt")) {
                anchors.addCertificate(DSSUtils.loadCertificate(file));
            } else {
                lists.add(new FileInputStream(file));
            }
        }
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(anchors);
        verifier.setCrlSource(new ExternalResourcesCRLSource(lists.toArray(new InputStream[0])));
        SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(path));
        validator.setCertificateVerifier(verifier);
        validator.setValidationTime(moment);
        return validator.validateDocument(policy());
    }

    private static InputStream policy() throws IOException {
        try (InputStream brought = Dss.class.getResourceAsStream(POLICY)) {
            String usual = new String(brought.readAllBytes(), StandardCharsets.UTF_8);
            return new ByteArrayInputStream(usual.replaceAll(STRICTER, "$1 Level=\"FAIL\"").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void tell(String path, Reports reports) {
        SimpleReport report = reports.getSimpleReport();
        for (String found : report.getSignatureIdList()) {
            SignatureWrapper signature = reports.getDiagnosticData().getSignatureById(found);
            row(path, "signature", report, found, report.getSignatureFormat(found).toString(), changes(signature));
            for (XmlTimestamp stamp : report.getSignatureTimestamps(found)) {
                row(path, "timestamp", report, stamp.getId(), "", "");
            }
        }
    }

    private static String changes(SignatureWrapper signature) {
        List<XmlObjectModification> found = new ArrayList<>(signature.getPdfUndefinedChanges());
        found.addAll(signature.getPdfAnnotationChanges());
        StringJoiner told = new StringJoiner("; ");
        for (XmlObjectModification change : found) {
            if (!change.getValue().matches(THROUGH_STRUCTURE)) {
                told.add(change.getAction() + " " + change.getValue());
            }
        }
        return told.toString();
    }

    private static void row(String path, String kind, SimpleReport report, String found, String level, String changes) {
        String why = report.getSubIndication(found) == null ? "" : report.getSubIndication(found).toString();
        StringJoiner errors = new StringJoiner("; ");
        report.getAdESValidationErrors(found).forEach(message -> errors.add(message.getValue()));
        String indication = report.getIndication(found).toString();
        System.out.println(String.join("\t", path, kind, level, indication, why, errors.toString(), changes));
    }
}
