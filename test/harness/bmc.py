"""A real IPMI BMC (ipmi_sim) for a simulated machine."""

import subprocess
import uuid

LAN = """name "bmc"
set_working_mc 0x20
  startlan 1
    addr {address} {port}
    priv_limit admin
    allowed_auths_callback none md2 md5 straight
    allowed_auths_user none md2 md5 straight
    allowed_auths_operator none md2 md5 straight
    allowed_auths_admin none md2 md5 straight
    guid {guid}
  endlan
  chassis_control "sh {dir}/chassis.sh {dir}"
  user 1 true "" "" user 10 none md2 md5 straight
  user 2 true "admin" "{password}" admin 60 none md2 md5 straight
"""

EMULATOR = """mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
sel_enable 0x20 1000 0x0a
mc_enable 0x20
"""

CHASSIS = """cd "$1" || exit 1
verb=$2
shift 2
[ "$verb" = get ] || echo "$*" >>orders
while [ $# -gt 0 ]; do
  case $verb:$1 in
    get:power) echo "power:$(cat power)"; shift ;;
    set:power) sh power.sh "$2"; shift 2 ;;
    set:shutdown) sh power.sh 0; shift 2 ;;
    set:*) shift 2 ;;
    *) shift ;;
  esac
done
"""


class Bmc:
    """
    The BMC of the machine in a directory, which holds `power` (0 or 1) and `power.sh`, called with what the power is to
    be. What it is told to do is kept in `orders`, a line each.
    """

    def __init__(self, directory, address, port, password, prefix=()):
        """prefix: a command that runs the BMC's, in another network namespace for example"""
        self.directory = directory
        self.orders_file = directory / "orders"
        self.orders_file.touch()
        (directory / "state").mkdir()
        (directory / "chassis.sh").write_text(CHASSIS)
        (directory / "sim.emu").write_text(EMULATOR)
        (directory / "lan.conf").write_text(LAN.format(
            address=address, port=port, guid=uuid.uuid4().hex, dir=directory, password=password))
        self.process = subprocess.Popen(
            [*prefix, "ipmi_sim", "-c", "lan.conf", "-f", "sim.emu", "-s", "state", "-n"], cwd=directory,
            stdin=subprocess.DEVNULL, stdout=open(directory / "output", "w"), stderr=subprocess.STDOUT)

    def orders(self):
        return self.orders_file.read_text().splitlines()

    def close(self):
        self.process.kill()
        self.process.wait()
