/**
 * A client of CloudStack's HTTP API: signs requests with an API key, reads JSON answers, follows asynchronous jobs to
 * their end. It knows no single command, so it works with every CloudStack release that speaks signature version 1
 * or 3, and with this project's own server.
 */
package org.hostha.cloudstack.client;
