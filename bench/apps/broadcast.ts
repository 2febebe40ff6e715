import { serve } from './function-process';
import { handler } from '../../handlers/broadcast';

serve(handler);
