import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import { choice, listenAddress, seconds, withConfigOption } from '../options.ts';
import type { MonitorOptions } from '../run-monitor.ts';

/** `svcmon monitor`: checks on schedule, keeps history, tells of alerts, until it is stopped. */
export const monitor = defineCommand<MonitorOptions>({
  name: 'monitor',
  summary: 'check on schedule, keep history and alert, until stopped',
  examples: [
    'monitor',
    'monitor -c /etc/svcmon/services.yaml --interval 30',
    'monitor --listen 127.0.0.1:8686',
    'monitor -o ndjson | jq \'select(.schema == "svcmon.monitor.transition/v1")\'',
  ],

  configure: (command: Command) =>
    withConfigOption(command)
      .option(
        '--interval <seconds>',
        "seconds between two checks, instead of monitoring.check_interval; a service's own interval stays",
        seconds,
      )
      .option(
        '--listen <host:port>',
        'listen here to services that call, instead of at server.listen; health at /api/v1/health',
        listenAddress,
      )
      .addOption(
        choice(
          '-o, --format <format>',
          'table: a live view on a terminal, else a line for each change; ndjson: a JSON object for each event',
          ['table', 'ndjson'],
        ).default('table'),
      )
      .addOption(
        choice('--log-format <format>', 'how to write the log on stderr (default: text on a terminal, else json)', [
          'json',
          'text',
        ]),
      ),

  async run(input, context) {
    const { runMonitor } = await import('../run-monitor.ts');
    return runMonitor(input, context);
  },
});
