/** CloudStack's database as our stores see it: its connections, its encryption, its tables. */
package org.hostha.cloudstack.plugin.store;
