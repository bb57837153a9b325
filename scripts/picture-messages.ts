import { join } from 'node:path';
import { pictureMail } from './picture-mail.ts';
import { pictureSlack } from './picture-slack.ts';
import { pictureTeams } from './picture-teams.ts';

/** `node scripts/picture-messages.ts`: takes the pictures of messages in docs/images anew. Needs Chromium. */
const folder = join(import.meta.dirname, '..', 'docs', 'images');
await pictureSlack(folder);
await pictureTeams(folder);
await pictureMail(folder);
