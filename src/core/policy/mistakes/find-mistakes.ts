import type { Tell } from '../tell.ts';
import { findAdjustMistakes } from './adjust-mistakes.ts';
import type { AsWritten } from './as-written.ts';
import { findBaselineMistakes } from './baseline-mistakes.ts';
import { findBoxMistakes } from './box-mistakes.ts';
import { findContextMistakes } from './context-mistakes.ts';
import { findExceptionMistakes } from './exception-mistakes.ts';
import { findExcuseMistakes } from './excuse-mistakes.ts';
import { findNotifyMistakes } from './notify-mistakes.ts';
import { findPairMistakes } from './pair-mistakes.ts';
import { findPlaybookMistakes } from './playbook-mistakes.ts';
import { findRespondMistakes } from './respond-mistakes.ts';
import { findSafetyMistakes } from './safety-mistakes.ts';
import { findSetMistakes } from './set-mistakes.ts';
import { findTestMistakes } from './test-mistakes.ts';
import { findWhereMistakes } from './where-mistakes.ts';

/** Says all that is wrong with what a policy means, though each of its values has the right shape. */
export function findMistakes(whole: AsWritten, tell: Tell): void {
  const all = [
    findSetMistakes,
    findContextMistakes,
    findBoxMistakes,
    findWhereMistakes,
    findExcuseMistakes,
    findRespondMistakes,
    findPlaybookMistakes,
    findPairMistakes,
    findAdjustMistakes,
    findBaselineMistakes,
    findExceptionMistakes,
    findSafetyMistakes,
    findNotifyMistakes,
    findTestMistakes,
  ];
  for (const find of all) find(whole, tell);
}
