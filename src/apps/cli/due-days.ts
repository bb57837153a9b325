import { type DueDays, usualDueDays } from '../../core/plan/backlog/make-backlog.ts';
import { Complaint } from './complaint.ts';

/** Days by severity as `--due critical=7d,high=30d` says; what it leaves out is as usual. */
export function dueDaysOf(text: string | undefined): DueDays {
  const days: Record<keyof DueDays, number> = { ...usualDueDays };
  for (const part of text?.split(',') ?? []) {
    const [, severity = '', count = ''] = /^\s*(critical|high|medium|low)\s*=\s*(\d{1,4})d?\s*$/.exec(part) ?? [];
    if (severity === '')
      throw new Complaint(`expected days by severity such as \`critical=7d,high=30d\` at \`--due\`, got \`${part}\``);
    days[severity as keyof DueDays] = Number(count);
  }
  return days;
}
