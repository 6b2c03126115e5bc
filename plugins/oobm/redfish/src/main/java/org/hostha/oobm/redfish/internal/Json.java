package org.hostha.oobm.redfish.internal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks into JSON that may hold anything, without ever failing on what is missing or of another type. */
final class Json {

    private Json() {
    }

    /** The object that {@code text} is; empty when it is anything else. */
    static Optional<JsonObject> object(String text) {
        try {
            JsonElement element = JsonParser.parseString(text);
            return element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    /** The string at the end of a path of names. */
    static Optional<String> text(JsonElement root, String... path) {
        return at(root, path).filter(found -> found.isJsonPrimitive() && found.getAsJsonPrimitive().isString())
                .map(JsonElement::getAsString);
    }

    /** The number at the end of a path of names. */
    static Optional<Integer> number(JsonElement root, String... path) {
        return at(root, path).filter(found -> found.isJsonPrimitive() && found.getAsJsonPrimitive().isNumber())
                .map(JsonElement::getAsInt);
    }

    /** The link ({@code @odata.id}) of the resource at the end of a path of names. */
    static Optional<String> link(JsonElement root, String... path) {
        return at(root, path).flatMap(resource -> text(resource, "@odata.id")).filter(link -> !link.isBlank());
    }

    /** The elements of the array at the end of a path of names; none when there is no array. */
    static List<JsonElement> elements(JsonElement root, String... path) {
        List<JsonElement> elements = new ArrayList<>();
        array(root, path).ifPresent(array -> array.forEach(elements::add));
        return elements;
    }

    /** The strings in the array at the end of a path of names; empty when there is no array. */
    static Optional<List<String>> texts(JsonElement root, String... path) {
        return array(root, path).map(array -> {
            List<String> texts = new ArrayList<>();
            array.forEach(element -> text(element).ifPresent(texts::add));
            return texts;
        });
    }

    private static Optional<JsonArray> array(JsonElement root, String... path) {
        return at(root, path).filter(JsonElement::isJsonArray).map(JsonElement::getAsJsonArray);
    }

    private static Optional<JsonElement> at(JsonElement root, String... path) {
        JsonElement found = root;
        for (String name : path) {
            found = found != null && found.isJsonObject() ? found.getAsJsonObject().get(name) : null;
        }
        return Optional.ofNullable(found);
    }
}
