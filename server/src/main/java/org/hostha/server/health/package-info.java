/** Tells whoever runs the server whether it lives and whether it can do its work. */
package org.hostha.server.health;
