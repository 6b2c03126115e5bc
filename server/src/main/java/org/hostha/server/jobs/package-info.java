/** Asynchronous commands: jobs are rows that outlive the request, and the process. */
package org.hostha.server.jobs;
