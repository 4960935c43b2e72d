import { http } from '@google-cloud/functions-framework';
import { listenPort } from '@penstock/shared/runtime/framework/listen-port.ts';
import { warmInstance } from '@penstock/shared/runtime/instance.ts';
import { readFirestoreConfig } from './config.ts';
import { createFirestore } from './firestore.ts';

const port = listenPort(process.env, process.argv);
const instance = warmInstance('firestore', process.env);

// Not `cloudEvent`: the framework would keep the body's bytes from us, leave out the data of a structured event, answer
// a failure with its message in the body, and choke on what is no event at all. Eventarc posts to either alike.
http('firestore', createFirestore(instance, readFirestoreConfig(process.env), port, process.env));
