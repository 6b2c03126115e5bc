/**
 * The mechanism of the API: commands, their parameters and responses are declared once
 * ({@link org.hostha.server.api.Command}, {@link org.hostha.server.api.Parameter},
 * {@link org.hostha.server.api.ResponseType}); parsing, validation, envelopes, jobs and {@code listApis} follow from
 * the declaration. What the commands do is in {@code api.commands}.
 */
package org.hostha.server.api;
