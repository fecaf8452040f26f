"""The server's process before its workers are forked from it."""

import os

from tests import programs

ASK = """
import gc
from zicha.conf import server
server.spare_what_is_loaded()
kept = gc.get_freeze_count()
print(kept > 10_000, len(gc.get_objects()) * 10 < kept)
"""


def test_what_is_loaded_is_not_searched_for_garbage(tmp_path):
    done = programs.run(["-c", ASK], env={**os.environ, "ZICHA_HOME": str(tmp_path)}, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True True\n", "")
