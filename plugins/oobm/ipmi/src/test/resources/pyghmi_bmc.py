"""A fake BMC of pyghmi's: port, GUID, the test's process id; its machine is the file "power" in the working directory."""
import os
import sys
import threading
import time
import uuid

import pyghmi.ipmi.bmc as bmc


class Machine(bmc.Bmc):

    def get_power_state(self):
        with open('power') as power:
            return power.read().strip()

    def do(self, command, state=None):
        with open('commands', 'a') as commands:
            commands.write(command + '\n')
        if state:
            with open('power.next', 'w') as power:
                power.write(state)
            os.rename('power.next', 'power')

    def power_on(self):
        self.do('on', 'on')

    def power_off(self):
        self.do('off', 'off')

    def power_cycle(self):
        self.do('cycle')

    def power_reset(self):
        self.do('reset')

    def power_shutdown(self):
        self.do('soft', 'off')


def end_with_the_test():
    while os.path.exists('/proc/' + sys.argv[3]):
        time.sleep(1)
    os._exit(0)


machine = Machine({'admin': 's3cret-word'}, address='127.0.0.1', port=int(sys.argv[1]), bmcuuid=uuid.UUID(sys.argv[2]))
threading.Thread(target=end_with_the_test, daemon=True).start()
with open('pid.next', 'w') as pid:
    pid.write(str(os.getpid()))
os.rename('pid.next', 'pid')
machine.listen()
