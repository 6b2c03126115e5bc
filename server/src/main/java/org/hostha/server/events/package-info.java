/** Events and alerts: written in the background, listed by the API. */
package org.hostha.server.events;
