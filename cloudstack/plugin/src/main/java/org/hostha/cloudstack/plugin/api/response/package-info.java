/** What the commands answer. The keys are those of the standalone server. */
package org.hostha.cloudstack.plugin.api.response;
