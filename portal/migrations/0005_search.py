"""What a search knows of public rows, with PostgreSQL's indexes where that is the database.

The indexes stand in no model, since SQLite has neither kind. Trigrams, which find misspelt words,
are an extension; where the portal may not create it, the search does without.
"""

import logging
import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import DatabaseError, migrations, models, transaction

logger = logging.getLogger(__name__)

# Of whole words and their inflections, as portal.search.query asks for them.
CONFIGURATIONS = {"nl": "dutch", "en": "english"}
FULL_TEXT = [
    GinIndex(
        SearchVector("folded_title", weight="A", config=configuration)
        + SearchVector("folded", weight="B", config=configuration),
        condition=models.Q(language=language),
        name=f"search_document_text_{language}",
    )
    for language, configuration in CONFIGURATIONS.items()
]
TRIGRAMS = GinIndex(fields=["folded"], name="search_document_trigrams", opclasses=["gin_trgm_ops"])


def add_postgresql_indexes(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    document = apps.get_model("portal", "SearchDocument")
    for index in FULL_TEXT:
        schema_editor.add_index(document, index)
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            schema_editor.add_index(document, TRIGRAMS)
    except DatabaseError as error:
        logger.warning("The search will not find misspelt words: %s", error)


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0004_accessibility_statement'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifier')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('kind', models.CharField(choices=[('paragraph', 'charter text'), ('goal', 'goal'), ('work_agenda', 'work agenda'), ('action', 'action'), ('indicator', 'indicator'), ('municipality', 'municipality'), ('organisation', 'organisation'), ('page', 'page')], max_length=20, verbose_name='kind')),
                ('subject', models.UUIDField(verbose_name='object')),
                ('language', models.CharField(max_length=2, verbose_name='language of the reader')),
                ('path', models.TextField(verbose_name='address')),
                ('title', models.TextField(verbose_name='title')),
                ('title_language', models.CharField(max_length=2, verbose_name='language of the title')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('other_text', models.TextField(blank=True, verbose_name='text in the other language')),
                ('folded_title', models.TextField(blank=True, verbose_name='words of the title')),
                ('folded', models.TextField(blank=True, verbose_name='words')),
            ],
            options={
                'verbose_name': 'search document',
                'verbose_name_plural': 'search documents',
                'ordering': ['kind', 'subject', 'language'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'subject', 'language'), name='search_document_once_a_language', violation_error_message='The search knows this already.'), models.CheckConstraint(condition=models.Q(('kind__in', ['paragraph', 'goal', 'work_agenda', 'action', 'indicator', 'municipality', 'organisation', 'page'])), name='search_document_kind_is_known', violation_error_message='“kind” has a value that does not exist.'), models.CheckConstraint(condition=models.Q(('language__in', ('nl', 'en')), ('title_language__in', ('nl', 'en'))), name='search_document_language_is_known', violation_error_message='The portal does not have this language.'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), ('path__startswith', '/')), name='search_document_has_title_and_address', violation_error_message='What is found has a title and an address.')],
            },
        ),
        # Backwards the table goes, and its indexes with it; the extension may be another's too.
        migrations.RunPython(add_postgresql_indexes, migrations.RunPython.noop),
    ]
