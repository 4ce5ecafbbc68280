"""The only home of YAML: files in, models or placed problems out; a faulty file never silently disappears."""

from exam.loading.content import Loaded, content_root, load_content
from exam.loading.document import load_document

__all__ = ["Loaded", "content_root", "load_content", "load_document"]
