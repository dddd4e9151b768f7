import { describe, expect, test } from 'vitest';
import { reportedHealth } from '../../../src/probes/asking/reported-health.ts';
import { httpObservation } from '../../support/observations.ts';

const said = (body: string) =>
  reportedHealth(httpObservation({ body })).map(({ status, reason, message }) => `${status} ${reason} ${message}`);

describe('a report of health', () => {
  test.each([
    ['{"status":"pass"}'],
    ['{"status":"UP","components":{"db":{"status":"UP"}}}'],
    ['{"status":"Healthy","results":{}}'],
    ['OK\n'],
    ['Healthy'],
  ])('%s is no complaint', (body) => {
    expect(said(body)).toEqual([]);
  });

  test.each([
    ['{"status":"warn","output":"disk 91 %"}', 'degraded reported_degraded reports warn: disk 91 %'],
    [
      '{"status":"fail","checks":{"cassandra:responseTime":[{"status":"pass"},{"status":"fail","output":"timeout"}]}}',
      'unhealthy reported_unhealthy reports fail: cassandra:responseTime fail (timeout)',
    ],
    [
      '{"status":"DOWN","components":{"db":{"status":"DOWN","details":{"error":"x"}},"disk":{"status":"UP"}}}',
      'unhealthy reported_unhealthy reports DOWN: db DOWN',
    ],
    ['{"status":"OUT_OF_SERVICE"}', 'unhealthy reported_unhealthy reports OUT_OF_SERVICE'],
    ['{"status":"UNKNOWN"}', 'unknown reported_unknown reports UNKNOWN'],
    [
      '{"status":"Degraded","entries":{"queue":{"status":"Degraded","description":"slow"}}}',
      'degraded reported_degraded reports Degraded: queue Degraded (slow)',
    ],
    ['Unhealthy', 'unhealthy reported_unhealthy reports Unhealthy'],
    ['{"status":"sideways"}', 'unknown reported_unknown reports sideways'],
  ])('%s is %s', (body, complaint) => {
    expect(said(body)).toEqual([complaint]);
  });

  test.each([['<html>welcome</html>'], ['{"state":"UP"}'], ['[]'], [''], ['{"status":7}']])(
    '%s is none, and nobody knows',
    (body) => {
      expect(said(body)).toEqual(['unknown reported_unknown the answer reports no health']);
    },
  );

  test('with parts of another form is read without them', () => {
    expect(said('{"status":"DOWN","components":["db"]}')).toEqual(['unhealthy reported_unhealthy reports DOWN']);
  });
});
