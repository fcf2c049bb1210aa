import pytest
from django.db import connection

from tests.privacy.diary import Diary


@pytest.fixture
def diaries(db: None) -> None:
    """The diary's table, as long as the test's transaction lasts."""
    with connection.schema_editor(atomic=False) as editor:
        editor.deferred_sql.clear()
        editor.create_model(Diary)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
