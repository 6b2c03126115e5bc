/** Commands of the API that CloudStack does not have, in its style. */
package org.hostha.cloudstack.plugin.api;
