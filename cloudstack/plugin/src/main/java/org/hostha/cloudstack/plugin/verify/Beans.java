package org.hostha.cloudstack.plugin.verify;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarFile;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Looks in the context files of CloudStack's modules for the beans that ours want to replace. */
final class Beans {

    private static final String ROOT = "META-INF/cloudstack/";
    private static final List<String> CLOUDSTACK = List.of("org.apache.cloudstack.", "com.cloud.");

    private final URLClassLoader loader;

    Beans(URLClassLoader loader) {
        this.loader = loader;
    }

    /** What is missing, one line each. */
    List<String> missing() throws IOException {
        Map<String, Map<String, String>> classes = new HashMap<>();
        Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
        for (URL file : contextFiles()) {
            String path = file.getPath();
            String module = path.substring(path.lastIndexOf(ROOT) + ROOT.length(), path.lastIndexOf('/'));
            Element beans = parse(file);
            for (Element bean : children(beans, "bean")) {
                classes.computeIfAbsent(module, any -> new HashMap<>()).put(bean.getAttribute("id"), bean.getAttribute("class"));
                replaced(bean).forEach((id, ours) -> wanted.computeIfAbsent(module, any -> new LinkedHashMap<>()).put(id, ours));
            }
        }
        List<String> missing = new ArrayList<>();
        wanted.forEach((module, beans) -> beans.keySet().forEach(id -> {
            String found = classes.getOrDefault(module, Map.of()).get(id);
            if (found == null || CLOUDSTACK.stream().noneMatch(found::startsWith)) {
                missing.add("the bean " + id + " of module " + module + (found == null ? "" : " (is a " + found + ")"));
            }
        }));
        return missing;
    }

    private List<URL> contextFiles() throws IOException {
        List<URL> files = new ArrayList<>();
        for (URL jar : loader.getURLs()) {
            try (JarFile content = new JarFile(Path.of(URI.create(jar.toString())).toFile())) {
                for (String name : new TreeSet<>(content.stream().map(Object::toString).toList())) {
                    if (name.startsWith(ROOT) && name.matches(".*context(-override)?\\.xml")) {
                        files.add(new URL("jar:" + jar + "!/" + name));
                    }
                }
            }
        }
        return files;
    }

    /** The map of replacements that a bean of ours is given. */
    private static Map<String, String> replaced(Element bean) {
        Map<String, String> found = new LinkedHashMap<>();
        if (bean.getAttribute("class").startsWith("org.hostha.")) {
            for (Element property : children(bean, "property")) {
                NodeList entries = property.getElementsByTagNameNS("*", "entry");
                for (int i = 0; property.getAttribute("name").equals("replacements") && i < entries.getLength(); i++) {
                    Element entry = (Element) entries.item(i);
                    found.put(entry.getAttribute("key"), entry.getAttribute("value"));
                }
            }
        }
        return found;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < parent.getChildNodes().getLength(); i++) {
            if (parent.getChildNodes().item(i) instanceof Element child && child.getLocalName().equals(name)) {
                found.add(child);
            }
        }
        return found;
    }

    private static Element parse(URL file) throws IOException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try (InputStream in = file.openStream()) {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            return factory.newDocumentBuilder().parse(in).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
