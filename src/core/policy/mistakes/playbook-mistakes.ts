import { type Tell, within } from '../tell.ts';
import type { AsWritten } from './as-written.ts';

/** Playbooks that would show a secret to whoever reads a message, or that no reader can open. */
export function findPlaybookMistakes({ checks }: AsWritten, tell: Tell): void {
  for (const { said, made } of checks) {
    const { playbook } = made;
    if (playbook === null) continue;
    const spot = within(said, 'playbook');
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(playbook)?.[1]?.toLowerCase();
    if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(playbook)) {
      tell(
        'error',
        spot,
        'the address of the playbook holds a name or password, and messages show it: write it without',
      );
    } else if (scheme !== undefined && scheme !== 'https' && scheme !== 'http') {
      tell('error', spot, `expected a path or a web address as playbook, got one of \`${scheme}:\``);
    }
  }
}
