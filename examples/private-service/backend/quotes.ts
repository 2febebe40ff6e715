/**
 * What the service sells, and for how much. Prices are in cents.
 */
interface Product {
  readonly id: string;
  readonly name: string;
  readonly unitPrice: number;
}

const PRODUCTS: Product[] = [
  { id: 'bolt-m8', name: 'Bolt M8', unitPrice: 12 },
  { id: 'nut-m8', name: 'Nut M8', unitPrice: 5 },
  { id: 'washer-m8', name: 'Washer M8', unitPrice: 2 },
];

/** From so many on, a tenth is off. */
const MANY = 100;
const MOST = 1_000_000;

/** What is asked of the service: of the request as much as it looks at. */
export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  /** Whoever holds the token, as the API says. */
  readonly caller?: string;
  readonly body?: string;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly body: object;
}

/**
 * The answer to a request. It depends on nothing but the request, so every task gives the same.
 */
export function answerTo(request: ServiceRequest): ServiceAnswer {
  const { method, path } = request;
  if (method === 'GET' && path === '/health') return { status: 200, body: { status: 'ok' } };
  if (method === 'GET' && path === '/products') return { status: 200, body: { products: PRODUCTS } };
  if (method === 'GET' && path.startsWith('/products/')) return productAnswer(path.slice('/products/'.length));
  if (method === 'POST' && path === '/quotes') return quoteAnswer(request);
  return { status: 404, body: { message: 'Not Found' } };
}

function productAnswer(id: string): ServiceAnswer {
  const product = PRODUCTS.find((one) => one.id === id);
  return product ? { status: 200, body: product } : { status: 404, body: { message: `there is no product '${id}'` } };
}

function quoteAnswer({ caller, body }: ServiceRequest): ServiceAnswer {
  // An HTTP API checks no bodies, so the service does.
  const order = orderOf(body);
  if (order === undefined) return { status: 400, body: { message: `write { "product": "<id>", "quantity": <1 to ${MOST}> }` } };
  const product = PRODUCTS.find((one) => one.id === order.product);
  if (!product) return { status: 400, body: { message: `there is no product '${order.product}'` } };
  const full = product.unitPrice * order.quantity;
  const total = order.quantity < MANY ? full : Math.round(full * 0.9);
  return { status: 200, body: { product: product.id, quantity: order.quantity, total, quotedFor: caller } };
}

function orderOf(body = ''): { product: string; quantity: number } | undefined {
  const { product, quantity } = parsed(body);
  if (typeof product !== 'string' || typeof quantity !== 'number') return undefined;
  return Number.isInteger(quantity) && quantity >= 1 && quantity <= MOST ? { product, quantity } : undefined;
}

function parsed(text: string): { readonly product?: unknown; readonly quantity?: unknown } {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}
