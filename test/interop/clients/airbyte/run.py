"""Reads one stream of a manifest with Airbyte's engine: a job as JSON on standard input, its rows as JSON on standard output."""

import json
import logging
import sys

from airbyte_cdk.models import (
    AirbyteStream,
    ConfiguredAirbyteCatalog,
    ConfiguredAirbyteStream,
    DestinationSyncMode,
    SyncMode,
    Type,
)
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource

logging.disable(logging.CRITICAL)
job = json.load(sys.stdin)
output, sys.stdout = sys.stdout, sys.stderr
stream = AirbyteStream(name=job["stream"], json_schema={}, supported_sync_modes=[SyncMode.full_refresh])
catalog = ConfiguredAirbyteCatalog(
    streams=[
        ConfiguredAirbyteStream(
            stream=stream, sync_mode=SyncMode.full_refresh, destination_sync_mode=DestinationSyncMode.append
        )
    ]
)
source = ConcurrentDeclarativeSource(catalog=catalog, config=job["config"], state=[], source_config=job["manifest"])
messages = source.read(logging.getLogger("airbyte"), job["config"], catalog, [])
rows = [message.record.data for message in messages if message.type == Type.RECORD]
json.dump(rows, output)
