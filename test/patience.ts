/** A test that takes a second takes many on two cores that others use as well; none asserts on how long it takes. */
jest.setTimeout(60_000);
