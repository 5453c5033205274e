"""The server as a process of our own: started on a free port, killed without warning, stopped."""

import os
import re
import signal
import subprocess
import time

LISTENING = re.compile(r"127\.0\.0\.1:(\d+)")


class ServerProcess:
    """Its output goes to a file; the port is read from there, since the server chose it."""

    def __init__(self, command, data, log):
        self.log = log
        self.output = open(log, "ab")
        self.from_here = self.output.tell()
        self.process = subprocess.Popen(
            [*command, "--port", "0", "--data", data], stdin=subprocess.DEVNULL,
            stdout=self.output, stderr=subprocess.STDOUT, start_new_session=True)
        self.port = None

    def said(self):
        with open(self.log, "rb") as text:
            text.seek(self.from_here)
            return text.read().decode(errors="replace")

    def wait_until_ready(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = LISTENING.search(self.said())
            if found and "ready in" in self.said():
                self.port = int(found.group(1))
                return
            if self.process.poll() is not None:
                raise SystemExit("the server ended with code %d:\n%s" % (self.process.returncode, self.said()))
            time.sleep(0.02)
        self.kill()
        raise SystemExit("the server was not ready in %d s:\n%s" % (seconds, self.said()))

    def kill(self):
        """SIGKILL to all of its session: nothing is flushed, nobody is told."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.output.close()

    def stop(self, seconds=60):
        """SIGTERM, and the exit code."""
        os.kill(self.process.pid, signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        finally:
            self.kill()
