"""The one helper of Marvin's that is in use."""

import time


def wait_until(retry_interval=2, no_of_times=2, callback=None, *callback_args):
    """Calls until the callback answers (True, result); answers (False, result of the last call) when it never does."""
    result = None
    for _ in range(no_of_times):
        done, result = callback(*callback_args)
        if done:
            return True, result
        time.sleep(retry_interval)
    return False, result
