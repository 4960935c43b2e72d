/** Fault rules by hand: list, add, switch, remove. */

import { FAULT_KINDS, type Faults } from '../../core/faults/faults.ts';
import { readFaultRule } from '../rule.ts';
import { ApiProblem, answer, bodyOf, noSuch, type Resource } from './call.ts';

export function faultsApi(faults: Faults): Resource {
  return async (call) => {
    const [id] = call.segments;
    if (id === undefined || id === '') {
      if (call.method === 'GET') return answer(call, { faults: faults.list(), kinds: FAULT_KINDS });
      if (call.method === 'POST') return answer(call, { id: faults.add(readFaultRule(await bodyOf(call))) }, 201);
      if (call.method === 'DELETE') {
        faults.clear();
        return answer(call, {});
      }
    } else if (call.method === 'DELETE') {
      if (!faults.remove(id)) throw noRule();
      return answer(call, {});
    } else if (call.method === 'PATCH') {
      const { on } = await bodyOf(call);
      if (typeof on !== 'boolean') throw new ApiProblem(400, 'on must be true or false.');
      if (!faults.switch(id, on)) throw noRule();
      return answer(call, {});
    }
    throw noSuch(call);
  };
}

function noRule(): ApiProblem {
  return new ApiProblem(404, 'This fault rule is gone: somewhere else it was removed.');
}
