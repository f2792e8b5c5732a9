"""Several processes as one: started together, kept running, stopped together."""

import signal
import subprocess
import sys
import time
from types import FrameType

# A process that dies this often within a minute has a reason that a restart does not mend.
TOO_OFTEN = 5
STOP_WITHIN = 30


def keep_running(commands: dict[str, list[str]]) -> int:
    """Start all; restart one that dies; on SIGTERM or Ctrl-C stop all. Returns the exit code."""
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    # Own sessions: Ctrl-C reaches only us, and we end them in order.
    running = {
        name: subprocess.Popen(command, start_new_session=True)
        for name, command in commands.items()
    }
    deaths: dict[str, list[float]] = {name: [] for name in commands}
    code = 0
    while not stopping:
        time.sleep(0.5)
        for name, process in running.items():
            if stopping or process.poll() is None:
                continue
            now = time.monotonic()
            deaths[name] = [at for at in deaths[name] if now - at < 60] + [now]
            if len(deaths[name]) >= TOO_OFTEN:
                print(
                    f"The {name} process ended {TOO_OFTEN} times within a minute; its last lines "
                    "above say why. Everything is stopped.",
                    file=sys.stderr,
                )
                stopping, code = True, 1
                break
            print(f"The {name} process ended and is started again.", file=sys.stderr)
            running[name] = subprocess.Popen(commands[name], start_new_session=True)
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for process in running.values():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
    return code
