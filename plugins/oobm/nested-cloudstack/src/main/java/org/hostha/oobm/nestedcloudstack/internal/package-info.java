/** How the driver talks to the outer cloud. */
package org.hostha.oobm.nestedcloudstack.internal;
