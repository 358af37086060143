import type { JsonObject } from '../support/json.ts';
import type { Contender } from './contender.ts';
import type { Lab } from './lab.ts';
import { type Run, type Timing, timeRun } from './timing.ts';

/** What an attachment is made of. */
export interface AttachmentPlan {
  readonly contender: Contender;
  readonly netns: string;
  readonly network: JsonObject;
  /** Where the program finds others that it starts, as PATH says it; absent: nowhere. */
  readonly path?: string;
}

let made = 0;

/** One container's attachment, made and removed again and again: each ADD is that of a new container. */
export class Attachment {
  readonly plan: AttachmentPlan;
  readonly #lab: Lab;
  #containerId = '';
  #result: JsonObject = {};

  constructor(lab: Lab, plan: AttachmentPlan) {
    this.#lab = lab;
    this.plan = plan;
  }

  add(): Timing {
    const timing = timeRun(this.addRun());
    this.#result = JSON.parse(timing.stdout);
    return timing;
  }

  check(): Timing {
    return timeRun(this.#run('CHECK', { ...this.plan.network, prevResult: this.#result }));
  }

  del(): Timing {
    return timeRun(this.delRun());
  }

  version(): Timing {
    return timeRun(this.versionRun());
  }

  /** The ADD of a new container, to be run by somebody else. */
  addRun(): Run {
    made += 1;
    this.#containerId = `bench-${made}`;
    this.#result = {};
    return this.#run('ADD', this.plan.network);
  }

  /** The ADD, for the same container, of a plugin that comes after this one in a chain: it gets the result of the last ADD. */
  nextAddRun(program: string, network: JsonObject): Run {
    return { ...this.#run('ADD', { ...network, prevResult: this.#result }), argv: [program] };
  }

  /** The DEL of the container of the last ADD. */
  delRun(): Run {
    return this.#run('DEL', { ...this.plan.network, prevResult: this.#result });
  }

  versionRun(): Run {
    return this.#run('VERSION', { cniVersion: this.plan.network['cniVersion'] });
  }

  #run(command: string, config: JsonObject): Run {
    const env = {
      CNI_COMMAND: command,
      CNI_CONTAINERID: this.#containerId,
      CNI_NETNS: this.plan.netns,
      CNI_IFNAME: 'eth0',
      CNI_PATH: this.#lab.programs,
      ...(this.plan.path === undefined ? {} : { PATH: this.plan.path }),
    };
    return { argv: [this.plan.contender.program], env, stdin: JSON.stringify(config) };
  }
}
