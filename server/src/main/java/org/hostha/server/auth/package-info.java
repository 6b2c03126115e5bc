/** Who calls: API keys and the signatures made with them. */
package org.hostha.server.auth;
