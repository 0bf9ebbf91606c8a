"""For all tests."""

import gc


def pytest_collection_finish() -> None:
    """Keeps TensorFlow's 400,000 objects out of the garbage collection that Streamlit does after every page
    it runs.
    """
    gc.collect()
    gc.freeze()
