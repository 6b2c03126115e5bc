/** The commands: what each takes, answers and does, in CloudStack's words. */
package org.hostha.server.api.commands;
