/** A metric as it is told, and what for. Names follow the conventions of Prometheus ("Metric and label naming"). */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
}

function counter(name: string, help: string, ...labels: readonly string[]): Metric {
  return { name, type: 'counter', help, labels };
}

function gauge(name: string, help: string, ...labels: readonly string[]): Metric {
  return { name, type: 'gauge', help, labels };
}

function histogram(name: string, help: string, ...labels: readonly string[]): Metric {
  return { name, type: 'histogram', help, labels };
}

/** Every metric of a server: the only list of them. Counters count from its start. */
export const metricList = [
  gauge('portcullis_build_info', 'Always 1: the version that runs', 'version'),
  gauge('portcullis_ready', 'Whether it does its work: 1 or 0, as `/health` tells it'),
  gauge('portcullis_acting', 'Whether the settings let it act'),
  gauge('portcullis_stopped', 'Whether the kill switch is on'),
  gauge('portcullis_policy_info', 'Always 1: the digest of the policy in force', 'digest'),
  counter('portcullis_policies_refused_total', 'Policies that were read and refused'),
  counter('portcullis_records_total', 'Records that a source handed over, again and again counted anew', 'source'),
  counter('portcullis_unreadable_total', 'What a source handed over and nobody can read', 'source'),
  gauge('portcullis_source_up', 'Whether a source does its work', 'source'),
  gauge('portcullis_source_waiting', 'Messages that were read and wait to be taken', 'source'),
  gauge('portcullis_source_in_hand', 'Messages that were taken and are not done', 'source'),
  counter('portcullis_source_again_total', 'Messages that came again', 'source'),
  counter('portcullis_source_poison_total', 'Messages that came again and again and were never done', 'source'),
  gauge('portcullis_source_last_taken_timestamp_seconds', 'When something was taken last', 'source'),
  gauge('portcullis_source_gap_seconds', 'Since when a source is lost or lags', 'source', 'why'),
  gauge(
    'portcullis_delivery_delay_seconds',
    'From what AWS did to its record here',
    ...['source', 'account', 'region', 'quantile'],
  ),
  counter('portcullis_decisions_total', 'Decisions made here', 'ruling', 'severity'),
  counter('portcullis_actions_total', 'Actions that ended here, by how', 'outcome'),
  counter('portcullis_told_total', 'What people are told, by why', 'why'),
  counter('portcullis_messages_total', 'Messages that a channel took or refused', 'channel', 'kind', 'outcome'),
  gauge('portcullis_messages_pending', 'Messages that wait for a channel', 'channel'),
  gauge('portcullis_messages_dead', 'Messages that were given up and nobody has sent anew', 'channel'),
  histogram('portcullis_detect_seconds', 'From a change outside policy to the first message', 'part'),
  histogram('portcullis_remediate_seconds', 'From the first message about an incident to its end'),
  counter('portcullis_exposure_seconds_total', 'How long openings outside policy stood that are closed now'),
  counter('portcullis_faults_total', 'Faults of ours: tasks that failed, loops that stumbled'),
  gauge('portcullis_tasks_open', 'Tasks that are not over, their time come or not', 'kind'),
  gauge('portcullis_tasks_due', 'Tasks whose time has come', 'kind'),
  gauge('portcullis_task_lag_seconds', 'For how long the longest due task has been due', 'kind'),
  gauge('portcullis_sweep_age_seconds', 'Since when an account and region was read as a whole', 'account', 'region'),
  gauge('portcullis_ledger_entries', 'Entries in the ledger'),
  gauge('portcullis_store_up', 'Whether the store answers'),
  gauge('portcullis_clock_ahead_seconds', 'How far our clock is ahead of that of AWS'),
  counter('portcullis_api_calls_total', 'Our own calls to EC2, by what came of them', 'action', 'result'),
  counter(
    'portcullis_heartbeats_total',
    'Heartbeats that were sent, by where to and whether they came',
    'to',
    'result',
  ),
  gauge('process_resident_memory_bytes', 'Memory of this process'),
  gauge('process_heap_bytes', 'Memory of its JavaScript'),
  gauge('process_start_time_seconds', 'When this process began'),
] as const satisfies readonly Metric[];

/** The name of a metric. */
export type MetricName = (typeof metricList)[number]['name'];
