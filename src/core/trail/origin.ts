/** Which way a record came: a delivered log file, EventBridge, LookupEvents, or any other file. */
export type Origin = 's3' | 'eventbridge' | 'lookup' | 'file';
