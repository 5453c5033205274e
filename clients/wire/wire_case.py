"""What the tests of the wire stand on."""

import unittest

from wire import Closed, Connection, ERROR, RESULT

LOCAL = "SELECT key FROM system.local"


class WireCase(unittest.TestCase):
    """A test during which a second connection is open, and after which that one and a new one are well."""

    def setUp(self):
        self.other = Connection(4)
        self.addCleanup(self.other.close)

    def tearDown(self):
        """A connection that was open before, and one that opens now, see nothing of it."""
        self.assertEqual(RESULT, self.other.ask(LOCAL).opcode)
        with Connection(5) as fresh:
            self.assertEqual(RESULT, fresh.ask(LOCAL).opcode)

    def refused(self, connection, *codes, words="", may_close=True):
        """The answer is an error of one of these codes, or where it may be the connection closes without one."""
        try:
            answer = connection.receive()
        except Closed:
            self.assertTrue(may_close, "closed without an error")
            return None
        self.assertEqual(ERROR, answer.opcode, answer)
        code, message = answer.error()
        self.assertIn(code, codes, message)
        self.assertIn(words, message)
        return answer

    def lives(self, connection):
        self.assertEqual(RESULT, connection.ask(LOCAL, stream=77).opcode)
