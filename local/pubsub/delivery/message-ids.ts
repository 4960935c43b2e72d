/** The ids by which a message is found on the way of a row. */

import { type Ids, idsAmong } from '../../way/ids.ts';
import { contentsOf, type Message } from '../backlog/message.ts';

/** The message, the ids among its attributes, and the object that a notification is about. */
export function publishedIds(id: string, message: Pick<Message, 'chunk' | 'start' | 'end'>): Ids {
  const { attributes } = contentsOf(message);
  const bucket = attributes.get('bucketId');
  const object = `${bucket}/${attributes.get('objectId')}#${attributes.get('objectGeneration')}`;
  return { ...idsAmong(attributes), message: id, ...(bucket !== undefined && { object }) };
}
