import { benchStack } from './bench-stack';

benchStack(() => undefined);
